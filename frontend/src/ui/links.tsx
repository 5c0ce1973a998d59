// Mantine's buttons and anchors as typed links of the router.
import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes } from "react";
import { Icon } from "./icons";
import classes from "./links.module.css";

type Native = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "style" | "color"> & { ref?: React.Ref<HTMLAnchorElement> };

function ButtonAnchor(props: ButtonProps & Native) {
  return <Button component="a" {...props} />;
}

function TextAnchor(props: AnchorProps & Native) {
  return <Anchor {...props} />;
}

// The router names a link that leads to the page itself, which must not take this one's looks away.
function BackAnchor({ children, className, ...props }: AnchorProps & Native) {
  return (
    <Anchor size="sm" mb="sm" {...props} className={`${classes.back} ${className ?? ""}`}>
      <Icon name="back" className={classes.arrow} />
      {children}
    </Anchor>
  );
}

/** A link that looks like a button. */
export const ButtonLink = createLink(ButtonAnchor);

/** A link in running text. */
export const TextLink = createLink(TextAnchor);

/** The way back to the list a page came from. */
export const BackLink = createLink(BackAnchor);
