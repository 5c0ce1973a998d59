// The way from an audited event to what it was done to, by its name as far as one may see it.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { displayName } from "~/lib/names";
import { TextLink } from "~/ui/links";
import { useDoorName } from "~/ui/useDoorName";
import type { AuditEvent } from "./documents";

/** Its name over its kind; what has no page is named all the same. */
export function SubjectLink({ event }: { event: AuditEvent }) {
  const t = useTranslations("audit.kinds");
  const nameOf = useSubjectName();
  if (event.subjectId === null) return null;
  const kind = event.subjectId.slice(0, event.subjectId.indexOf("_"));
  const word = t.has(kind as never) ? t(kind as "mem") : event.subjectId;
  const name = nameOf(event.subject);
  return (
    <>
      <Way event={event} name={name ?? word} />
      {name === null || name === word ? null : (
        <Text size="sm" c="dimmed">
          {word}
        </Text>
      )}
    </>
  );
}

/** What is not found any more, or not the reader's to see, leads nowhere. */
function Way({ event: { subject }, name }: { event: AuditEvent; name: string }) {
  const props = { size: "sm" } as const;
  switch (subject?.__typename) {
    case "Member":
      return <TextLink to="/members/$id" params={{ id: subject.id }} {...props}>{name}</TextLink>;
    case "Invitation":
      return subject.member ? <TextLink to="/members/$id" params={{ id: subject.member.id }} {...props}>{name}</TextLink> : <Text {...props}>{name}</Text>;
    case "Group":
      return <TextLink to="/groups/$id" params={{ id: subject.id }} {...props}>{name}</TextLink>;
    case "Program":
      return <TextLink to="/training/programs/$id" params={{ id: subject.id }} {...props}>{name}</TextLink>;
    case "Session":
      return subject.program ? <TextLink to="/training/programs/$id/sessions/$sid" params={{ id: subject.program.id, sid: subject.id }} {...props}>{name}</TextLink> : <Text {...props}>{name}</Text>;
    case "AccountImport":
      return <TextLink to="/imports/$id" params={{ id: subject.id }} {...props}>{name}</TextLink>;
    case "Batch":
      return <TextLink to="/settings/intakes/$id" params={{ id: subject.id }} {...props}>{name}</TextLink>;
    default:
      return <Text {...props}>{name}</Text>;
  }
}

/** What people call it; null where its kind alone is known. */
function useSubjectName(): (subject: AuditEvent["subject"]) => string | null {
  const door = useDoorName();
  return (subject) => {
    switch (subject?.__typename) {
      case "Member":
        return displayName(subject);
      case "Invitation":
        return subject.member ? displayName(subject.member) : null;
      case "Group":
        return subject.name;
      case "Program":
        return subject.title;
      case "Session":
        return [subject.program?.title, subject.name].filter(Boolean).join(" · ");
      case "Batch":
        return door(subject.operation);
      default:
        return null;
    }
  };
}
