// A short form in a dialog: its fields, what the server said, and its two buttons.
import { Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import type { Refusal } from "~/graphql/refusals";
import { CancelButton, Dialog } from "./Dialog";
import { ErrorSummary } from "./ErrorSummary";
import type { InputError } from "./inputErrors";
import classes from "./FormDialog.module.css";
import { Refused } from "./Refused";
import { SendButton } from "./refusedDays";

interface FormDialogProps {
  title: string;
  action: string;
  opened: boolean;
  busy: boolean;
  /** Whether it may be sent yet: false until what it leads to has been shown. */
  ready?: boolean;
  errors: readonly InputError[];
  /** The fields that tell their own errors. */
  fields: readonly string[];
  refusal: Refusal | null;
  onRetry?: (() => void) | undefined;
  onClose: () => void;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** Fields in two columns, where there is room for them. */
  wide?: boolean;
  children: ReactNode;
}

/** Escape and Cancel close it; Enter sends it. */
export function FormDialog({ title, action, opened, busy, ready = true, errors, fields, refusal, wide = false, onRetry, onClose, onSubmit, children }: FormDialogProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title={title} size={wide ? "lg" : "md"}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} onRetry={onRetry} /> : null}
          <ErrorSummary errors={errors} fields={fields} />
          {wide ? <div className={classes.columns}>{children}</div> : children}
          <Group justify="flex-end" className={classes.foot}>
            <CancelButton />
            <SendButton type="submit" loading={busy} disabled={!ready}>
              {action}
            </SendButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
