// A dialog over the page: named, closed by its cross or Escape, and the focus goes back to where it came from.
import { Modal, type ModalProps } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslations } from "use-intl";
import { OwnDays } from "./refusedDays";
import { useKeptFocus } from "./useKeptFocus";

interface DialogProps extends Omit<ModalProps, "opened" | "title"> {
  title: string;
  /** Left out where the dialog is drawn only while it is open. */
  opened?: boolean;
}

/** What Mantine's modal leaves open: a dialog that goes away with its page's part, and a button that went away with it. */
export function Dialog({ opened = true, children, ...props }: DialogProps) {
  const t = useTranslations("common");
  useFocusBack(opened);
  return (
    <Modal {...props} opened={opened} closeButtonProps={{ "aria-label": t("close") }}>
      <OwnDays>
        <Inside>{children}</Inside>
      </OwnDays>
    </Modal>
  );
}

/** The button that was pressed may go away with what it did: then the dialog goes on at the one that closes it. */
function Inside({ children }: { children: ReactNode }) {
  const place = useKeptFocus<HTMLDivElement>("[data-autofocus]", "button");
  return (
    <div ref={place} tabIndex={-1}>
      {children}
    </div>
  );
}

/** What opened it: of a menu, which goes away with its entries, the button. */
function openerOf(active: Element | null): Element | null {
  const menu = active?.closest("[role=menu]");
  return menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : active;
}

/** Once it is closed the focus is where it was before, or at the page's heading where that is gone. */
function useFocusBack(opened: boolean): void {
  useEffect(() => {
    if (!opened) return undefined;
    const before = openerOf(document.activeElement);
    return () => {
      const now = document.activeElement;
      if (now !== null && now !== document.body && !now.closest("[role=dialog]")) return;
      const kept = before instanceof HTMLElement && before.isConnected && before !== document.body;
      (kept ? before : document.querySelector("h1"))?.focus({ preventScroll: true });
    };
  }, [opened]);
}
