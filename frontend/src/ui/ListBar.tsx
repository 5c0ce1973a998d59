// The bar over a list: search as one types, and filters.
import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type ReactNode, useEffect, useRef } from "react";
import { Icon } from "./icons";
import classes from "./ListBar.module.css";

interface ListBarProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  filters?: ReactNode;
}

/** Who has typed a letter is likely to type another. */
const PAUSE_MS = 120;

/** A search field that waits for a pause in the typing; what is pasted, chosen or cleared is searched at once. */
export function ListBar({ label, value, onChange, filters }: ListBarProps) {
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  const before = useRef(value);
  const say = (text: string) => {
    told.current = text;
    onChange(text);
  };
  const tell = useDebouncedCallback(say, PAUSE_MS);
  const typed = (text: string) => {
    const steps = Math.abs(text.length - before.current.length);
    before.current = text;
    tell(text);
    if (steps > 1) tell.flush();
  };
  useEffect(() => {
    // Another address was opened; what is being typed here is not overwritten by its own echo.
    if (field.current && value !== told.current) field.current.value = value;
    told.current = value;
    before.current = field.current?.value ?? value;
  }, [value]);
  return (
    <search className={classes.bar}>
      <TextInput
        className={classes.field}
        aria-label={label}
        placeholder={label}
        type="search"
        ref={field}
        defaultValue={value}
        leftSection={<Icon name="search" />}
        onChange={(event) => typed(event.currentTarget.value)}
        onBlur={(event) => {
          // Who follows a link meanwhile must not be called back to the list by what they typed.
          if (event.relatedTarget instanceof HTMLAnchorElement) tell.cancel();
        }}
      />
      {filters}
    </search>
  );
}
