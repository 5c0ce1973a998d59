// A text that is meant to be copied, with the button that does it.
import { ActionIcon } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useTranslations } from "use-intl";
import classes from "./CopyText.module.css";
import { Icon } from "./icons";

/** `of` names what is copied where many stand in a list. */
export function CopyText({ text, of }: { text: string; of?: string }) {
  const t = useTranslations("copy");
  const { copy, copied } = useClipboard({ timeout: 1500 });
  return (
    <span className={classes.line}>
      <code className={classes.text}>{text}</code>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={of === undefined ? t("copy") : t("copyOf", { name: of })} onClick={() => copy(text)}>
        <Icon name={copied ? "check" : "copy"} />
      </ActionIcon>
      <span className={classes.told} role="status">
        {copied ? t("copied") : ""}
      </span>
    </span>
  );
}
