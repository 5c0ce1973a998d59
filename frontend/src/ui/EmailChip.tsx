// One address as a chip: its text, what is known of it, a correction if it looks mistyped.
import type { KeyboardEvent } from "react";
import { useTranslations } from "use-intl";
import { Address } from "./Address";
import classes from "./EmailChips.module.css";
import { Icon, type IconName } from "./icons";

export interface Chip {
  id: number;
  text: string;
}

export interface ChipMark {
  tone: "known" | "hint" | "bad" | "muted";
  note: string;
  /** What the address was probably meant to be. */
  suggestion?: string | undefined;
}

const ICONS: Record<ChipMark["tone"], IconName> = { known: "person", hint: "alert", bad: "alert", muted: "copy" };

interface EmailChipProps {
  chip: Chip;
  mark: ChipMark | undefined;
  reachable: boolean;
  onRemove: (ids: number[]) => void;
  onReplace: (id: number, text: string) => void;
}

/** Delete removes it, Enter takes the correction; the cross and the correction do the same by pointer. */
export function EmailChip({ chip, mark, reachable, onRemove, onReplace }: EmailChipProps) {
  const t = useTranslations("chips");
  const suggestion = mark?.suggestion;
  const correct = () => suggestion && onReplace(chip.id, suggestion);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    focusNeighbour(event.currentTarget);
    onRemove([chip.id]);
  };
  return (
    <li className={classes.chip} data-tone={mark?.tone}>
      {mark === undefined ? null : <Icon name={ICONS[mark.tone]} className={classes.icon} />}
      <button
        type="button"
        data-stop
        className={classes.text}
        tabIndex={reachable ? 0 : -1}
        title={mark?.note}
        onKeyDown={onKeyDown}
        onClick={correct}
      >
        <Address text={chip.text} />
        {mark === undefined ? null : <span className={classes.note}>{mark.note}</span>}
      </button>
      <button type="button" tabIndex={-1} className={classes.remove} aria-label={t("remove", { text: chip.text })} onClick={() => onRemove([chip.id])}>
        <Icon name="close" size={13} />
      </button>
    </li>
  );
}

/** Before a chip goes, the focus moves to the one before it, or into the field. */
function focusNeighbour(chip: HTMLElement): void {
  const item = chip.closest("li");
  const neighbour = item?.previousElementSibling ?? item?.nextElementSibling;
  const stop = neighbour?.querySelector<HTMLElement>("[data-stop]");
  (stop ?? chip.closest("div")?.querySelector("textarea"))?.focus();
}
