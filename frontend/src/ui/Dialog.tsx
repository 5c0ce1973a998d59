// A dialog over the page: named, closed by its cross or Escape, and the focus goes back to where it came from.
import { Button, Group, Modal, type ModalProps, Text } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useUnsaved } from "~/lib/kept";
import { OwnDays } from "./refusedDays";
import { useChanged } from "./useChanged";
import { useKeptFocus } from "./useKeptFocus";

interface DialogProps extends Omit<ModalProps, "opened" | "title"> {
  title: string;
  /** Left out where the dialog is drawn only while it is open. */
  opened?: boolean;
}

const Close = createContext<() => void>(() => {});

/**
 * What Mantine's modal leaves open: a dialog that goes away with its page's part, and a button that went away with it.
 * Once a field has been changed, a click beside it no longer closes it, and whatever else does asks first.
 */
export function Dialog({ opened = true, closeOnClickOutside = true, closeOnEscape = true, onClose, children, ...props }: DialogProps) {
  const t = useTranslations("common");
  const [changed, setChanged] = useState(false);
  const isChanged = useRef(false); // what is pressed at once is judged by the fields, not by what was drawn last
  const [asking, setAsking] = useState(false);
  useFocusBack(opened);
  useUnsaved(changed);
  const onChanged = useCallback((now: boolean) => {
    isChanged.current = now;
    setChanged(now);
    if (!now) setAsking(false);
  }, []);
  const close = useCallback(() => (isChanged.current ? setAsking(true) : onClose()), [onClose]);
  const leave = () => {
    setAsking(false);
    onClose();
  };
  return (
    <Modal {...props} opened={opened} onClose={close} closeOnClickOutside={closeOnClickOutside && !changed} closeOnEscape={closeOnEscape && !asking} closeButtonProps={{ "aria-label": t("close") }}>
      <Close value={close}>
        <OwnDays>
          <Inside onChanged={onChanged}>{children}</Inside>
        </OwnDays>
      </Close>
      {asking ? <Leaving onStay={() => setAsking(false)} onLeave={leave} /> : null}
    </Modal>
  );
}

/** The button that closes the dialog it stands in as Escape does. */
export function CancelButton({ children }: { children?: ReactNode }) {
  const t = useTranslations("common");
  return (
    <Button variant="default" onClick={useContext(Close)}>
      {children ?? t("cancel")}
    </Button>
  );
}

/** Its Escape is its own: by the window's, one press would open and close it. */
function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useTranslations("unsaved");
  useFocusBack(true);
  return (
    <Modal opened onClose={onStay} closeOnEscape={false} onKeyDown={({ key }) => key === "Escape" && onStay()} title={t("title")} size="sm" centered withCloseButton={false}>
      <Text mb="md">{t("text")}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onLeave}>
          {t("leave")}
        </Button>
        <Button data-autofocus onClick={onStay}>
          {t("stay")}
        </Button>
      </Group>
    </Modal>
  );
}

/** The button that was pressed may go away with what it did: then the dialog goes on at the one that closes it. */
function Inside({ onChanged, children }: { onChanged: (changed: boolean) => void; children: ReactNode }) {
  const place = useKeptFocus<HTMLDivElement>("[data-autofocus]", "button");
  useChanged(place, onChanged);
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
