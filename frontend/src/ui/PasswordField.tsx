// A password that can be shown while one types it.
import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Drawing, DRAWINGS } from "./drawings";
import classes from "./PasswordField.module.css";

/** Like a text field, with a button that shows what was typed. */
export function PasswordField(props: TextInputProps) {
  const t = useTranslations("common");
  const [shown, setShown] = useState(false);
  const toggle = (
    <button type="button" className={classes.toggle} aria-label={t("showPassword")} aria-pressed={shown} onClick={() => setShown(!shown)}>
      <Drawing path={shown ? DRAWINGS.hidden : DRAWINGS.shown} size={20} />
    </button>
  );
  return (
    <TextInput
      size="md"
      {...props}
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      spellCheck={false}
      rightSection={toggle}
      rightSectionPointerEvents="all"
    />
  );
}
