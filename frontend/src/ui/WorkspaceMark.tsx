// A workspace's logo, or its initial on the brand colour.
import { Avatar } from "@mantine/core";

/** The square mark of a workspace; its name stands beside it, so it is hidden from screen readers. */
export function WorkspaceMark({ name, logoUrl, size = 34 }: { name: string; logoUrl?: string | null; size?: number }) {
  return (
    <Avatar
      src={logoUrl || null}
      size={size}
      radius="md"
      color="brand"
      variant="filled"
      alt=""
      aria-hidden="true"
      styles={{ placeholder: { fontWeight: 650, fontSize: size * 0.45 } }}
    >
      {name.trim().slice(0, 1).toUpperCase()}
    </Avatar>
  );
}
