// The way from an audited event to what it was done to, as far as that has a page.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { TextLink } from "~/ui/links";

/** By the kind that every id begins with. */
export function SubjectLink({ id }: { id: string | null }) {
  const t = useTranslations("audit.kinds");
  if (id === null) return null;
  const kind = id.slice(0, id.indexOf("_"));
  const name = t.has(kind as never) ? t(kind as "mem") : id;
  const props = { params: { id }, size: "sm" } as const;
  if (kind === "mem") return <TextLink to="/members/$id" {...props}>{name}</TextLink>;
  if (kind === "grp") return <TextLink to="/groups/$id" {...props}>{name}</TextLink>;
  if (kind === "prg") return <TextLink to="/training/programs/$id" {...props}>{name}</TextLink>;
  if (kind === "imp") return <TextLink to="/imports/$id" {...props}>{name}</TextLink>;
  return (
    <Text size="sm" c="dimmed">
      {name}
    </Text>
  );
}
