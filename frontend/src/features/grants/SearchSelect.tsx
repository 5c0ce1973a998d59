// One of many by name; the list comes from the server as one types.
import { type ComboboxData, Select } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";

interface SearchSelectProps {
  label: string;
  data: ComboboxData;
  value: string | null;
  nothing: string;
  onChange: (value: string | null) => void;
  onSearch: (text: string) => void;
}

/** A select that is searched on the server. */
export function SearchSelect({ nothing, onSearch, ...rest }: SearchSelectProps) {
  const search = useDebouncedCallback(onSearch, 200);
  return (
    <Select
      {...rest}
      required
      data-autofocus
      searchable
      size="md"
      onSearchChange={search}
      nothingFoundMessage={nothing}
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: "auto" } }}
    />
  );
}
