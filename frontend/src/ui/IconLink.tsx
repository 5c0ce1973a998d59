// A round button that leads somewhere, named for those who don't see its drawing.
import { ActionIcon, type ActionIconProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes } from "react";

type Native = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "style" | "color"> & { ref?: React.Ref<HTMLAnchorElement> };

function IconAnchor(props: ActionIconProps & Native) {
  return <ActionIcon component="a" variant="subtle" color="gray" size="lg" {...props} />;
}

/** Give it an `aria-label`. */
export const IconLink = createLink(IconAnchor);
