// Chooses groups by name; the list comes from the server as one types.
import { MultiSelect } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useMemo, useRef } from "react";
import { useTranslations } from "use-intl";

export interface GroupOption {
  id: string;
  name: string;
}

interface GroupSelectProps {
  label: string;
  description?: string;
  options: readonly GroupOption[];
  value: string[];
  error?: string | undefined;
  onChange: (ids: string[]) => void;
  onSearch: (text: string) => void;
}

/** Any number of groups; those chosen keep their names while the list is searched. */
export function GroupSelect({ options, value, onSearch, ...rest }: GroupSelectProps) {
  const t = useTranslations("groupSelect");
  const search = useDebouncedCallback(onSearch, 200);
  const names = useRef(new Map<string, string>());
  const data = useMemo(() => {
    for (const option of options) names.current.set(option.id, option.name);
    const ids = new Set([...options.map((option) => option.id), ...value]);
    return [...ids].map((id) => ({ value: id, label: names.current.get(id) ?? id }));
  }, [options, value]);
  return (
    <MultiSelect
      {...rest}
      size="md"
      data={data}
      value={value}
      searchable
      clearable
      hidePickedOptions
      placeholder={value.length === 0 ? t("placeholder") : ""}
      nothingFoundMessage={t("nothing")}
      onSearchChange={search}
      clearButtonProps={{ "aria-label": t("clear") }}
      withScrollArea={false}
      styles={{ dropdown: { maxHeight: 260, overflowY: "auto" } }}
    />
  );
}
