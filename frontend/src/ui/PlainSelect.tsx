// A choice from a short list, by the browser's own list: the small pages carry the styles of no other.
import { InputBase } from "@mantine/core";
import type { ChangeEventHandler } from "react";
import { Drawing, DRAWINGS } from "./drawings";

interface PlainSelectProps {
  label: string;
  description?: string;
  name?: string;
  value?: string;
  defaultValue?: string;
  error?: string | undefined;
  options: readonly { value: string; label: string }[];
  onChange?: ChangeEventHandler<HTMLSelectElement>;
}

/** A select that looks like the other fields. */
export function PlainSelect({ options, ...props }: PlainSelectProps) {
  return (
    <InputBase component="select" size="md" pointer rightSection={<Drawing path={DRAWINGS.down} size={16} />} rightSectionPointerEvents="none" {...props}>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </InputBase>
  );
}
