// Chooses groups by name; the list comes from the server as one types.
import { MultiSelect } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useClient } from "urql";
import { graphql } from "~/graphql/tada";

const GROUP_NAME = graphql(`
  query GroupName($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Group { name }
    }
  }
`);

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
  const names = useNames(options, value);
  const ids = [...new Set([...options.map((option) => option.id), ...value])];
  const data = ids.map((id) => ({ value: id, label: names.get(id) ?? id }));
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
      styles={{ options: { maxHeight: 260, overflowY: "auto" } }}
    />
  );
}

/** The names of all that were ever offered, and of those chosen in a form that was left and is open again. */
function useNames(options: readonly GroupOption[], value: readonly string[]): ReadonlyMap<string, string> {
  const client = useClient();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  if (options.some((option) => names.get(option.id) !== option.name)) {
    setNames(new Map([...names, ...options.map((option) => [option.id, option.name] as const)]));
  }
  const unnamed = options.length === 0 ? "" : value.filter((id) => !names.has(id)).join();
  useEffect(() => {
    for (const id of unnamed.split(",").filter(Boolean)) {
      void client
        .query(GROUP_NAME, { id })
        .toPromise()
        .then(({ data }) => data?.node?.__typename === "Group" && setNames((now) => new Map([...now, [id, (data.node as GroupOption).name]])));
    }
  }, [client, unnamed]);
  return names;
}
