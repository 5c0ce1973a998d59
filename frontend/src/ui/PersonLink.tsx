// A person in a list: the name as the way to their page, the address under it.
import { Text } from "@mantine/core";
import { displayName, type Named } from "~/lib/names";
import { Address } from "./Address";
import { TextLink } from "./links";

/** The address stands alone while no name is known. */
export function PersonLink({ person }: { person: Named & { id?: string } }) {
  const name = displayName(person);
  const second = person.email ?? person.username;
  return (
    <>
      {person.id === undefined ? (
        <Text fw={600} size="sm">
          <Address text={name} />
        </Text>
      ) : (
        <TextLink to="/members/$id" params={{ id: person.id }} fw={600} size="sm" c="inherit">
          <Address text={name} />
        </TextLink>
      )}
      {!second || second === name ? null : (
        <Text size="sm" c="dimmed" truncate>
          {second}
        </Text>
      )}
    </>
  );
}
