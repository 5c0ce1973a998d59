// A field that turns any paste of addresses into chips; what each chip means is told by its mark.
import { Input, VisuallyHidden } from "@mantine/core";
import { type ClipboardEvent, type KeyboardEvent, type Ref, useId, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cutPaste, isWhole } from "~/lib/paste";
import { type Chip, type ChipMark, EmailChip } from "./EmailChip";
import classes from "./EmailChips.module.css";

/** More chips than this slow the page down and tell nobody anything. */
const SHOWN = 150;

interface EmailChipsProps {
  label: string;
  description?: string;
  placeholder: string;
  chips: readonly Chip[];
  marks: ReadonlyMap<string, ChipMark>;
  error?: string | undefined;
  fieldRef: Ref<HTMLTextAreaElement>;
  onAdd: (pieces: string[]) => void;
  onRemove: (ids: number[]) => void;
  onReplace: (id: number, text: string) => void;
}

/** Type, paste or drop addresses; Backspace takes the last one back, arrows walk along the chips. */
export function EmailChips(props: EmailChipsProps) {
  const t = useTranslations("chips");
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const shown = useShown(props.chips, props.marks);
  const walk = useWalk(box);
  return (
    <Input.Wrapper id={id} label={props.label} description={props.description} error={props.error} size="md">
      <div ref={box} className={classes.box} data-error={props.error !== undefined || undefined} role="presentation" onKeyDown={walk}>
        {props.chips.length === 0 ? null : (
          <ul className={classes.list} aria-label={t("list", { count: props.chips.length })}>
            {shown.map((chip, index) => (
              <EmailChip
                key={chip.id}
                chip={chip}
                mark={props.marks.get(chip.text)}
                reachable={index === shown.length - 1}
                onRemove={props.onRemove}
                onReplace={props.onReplace}
              />
            ))}
            {props.chips.length > shown.length ? (
              <li className={classes.more}>{t("more", { count: props.chips.length - shown.length })}</li>
            ) : null}
          </ul>
        )}
        <AddressField id={id} {...props} />
      </div>
      <VisuallyHidden role="status">{props.chips.length === 0 ? "" : t("count", { count: props.chips.length })}</VisuallyHidden>
    </Input.Wrapper>
  );
}

function AddressField({ id, chips, error, placeholder, fieldRef, onAdd, onRemove }: EmailChipsProps & { id: string }) {
  const [text, setText] = useState("");
  const take = (typed: string) => {
    const pieces = cutPaste(typed);
    if (pieces.length > 0) onAdd(pieces);
    setText("");
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    take(`${text}${event.clipboardData.getData("text/plain")}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const ends = ["Enter", ",", ";"].includes(event.key) || ([" ", "Tab"].includes(event.key) && isWhole(text));
    if (ends && text.trim() !== "" && !event.nativeEvent.isComposing) {
      if (event.key !== "Tab") event.preventDefault();
      take(text);
    } else if (event.key === "Enter") event.preventDefault();
    else if (event.key === "Backspace" && text === "" && chips.length > 0) onRemove([(chips.at(-1) as Chip).id]);
  };
  return (
    <textarea
      id={id}
      ref={fieldRef}
      className={classes.field}
      rows={1}
      value={text}
      placeholder={chips.length === 0 ? placeholder : ""}
      aria-invalid={error !== undefined}
      {...(error === undefined ? {} : { "aria-describedby": `${id}-error` })}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      inputMode="email"
      onChange={({ target: { value } }) => (value.includes("\n") ? take(value) : setText(value))}
      onPaste={onPaste}
      onKeyDown={onKeyDown}
      onBlur={() => take(text)}
    />
  );
}

/** Of many chips, those that need a look come first, then the newest. */
function useShown(chips: readonly Chip[], marks: ReadonlyMap<string, ChipMark>): readonly Chip[] {
  return useMemo(() => {
    if (chips.length <= SHOWN) return chips;
    const urgent = (chip: Chip) => ["bad", "hint"].includes(marks.get(chip.text)?.tone ?? "");
    const first = chips.filter(urgent).slice(0, SHOWN);
    const newest = chips.filter((chip) => !urgent(chip)).slice(-SHOWN);
    return [...first, ...newest.slice(first.length)];
  }, [chips, marks]);
}

/** Left and right move along the chips and, past the last one, into the field. */
function useWalk(box: React.RefObject<HTMLDivElement | null>) {
  return (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const target = event.target as HTMLElement;
    if (step === undefined || (target instanceof HTMLTextAreaElement && target.selectionStart > 0)) return;
    const stops = [...(box.current?.querySelectorAll<HTMLElement>("[data-stop], textarea") ?? [])];
    const next = stops[stops.indexOf(target) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
}
