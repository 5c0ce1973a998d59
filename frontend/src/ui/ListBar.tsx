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

/** A search field that waits for a pause in the typing. */
export function ListBar({ label, value, onChange, filters }: ListBarProps) {
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  const tell = useDebouncedCallback((text: string) => {
    told.current = text;
    onChange(text);
  }, 120);
  useEffect(() => {
    // Another address was opened; what is being typed here is not overwritten by its own echo.
    if (field.current && value !== told.current) field.current.value = value;
    told.current = value;
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
        onChange={(event) => tell(event.currentTarget.value)}
        onBlur={(event) => {
          // Who follows a link meanwhile must not be called back to the list by what they typed.
          if (event.relatedTarget instanceof HTMLAnchorElement) tell.cancel();
        }}
      />
      {filters}
    </search>
  );
}
