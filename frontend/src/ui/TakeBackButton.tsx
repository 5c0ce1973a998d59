// The way to take an intake back, wherever what it did is told.
import { Button, type ButtonProps, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";

const TakeBack = lazy(async () => ({ default: (await import("./TakeBack")).TakeBack }));

interface TakeBackButtonProps extends ButtonProps {
  batchId: string;
  /** What it is about, where several stand in a list. */
  label?: string;
  /** Whether it was taken back before. */
  undone?: boolean;
}

/** A button, and its dialog; once it is taken back, just that. */
export function TakeBackButton({ batchId, label, undone = false, ...props }: TakeBackButtonProps) {
  const t = useTranslations("takeBack");
  const [asking, ask] = useState(false);
  const [taken, take] = useState(false);
  const close = (done: boolean) => {
    ask(false);
    take(done);
  };
  return (
    <>
      {undone || taken ? (
        <Text size="sm" c="dimmed" component="span">
          {t("undone")}
        </Text>
      ) : (
        <Button variant="default" {...props} aria-label={label} onClick={() => ask(true)}>
          {t("undo")}
        </Button>
      )}
      {asking ? (
        <Suspense fallback={null}>
          <TakeBack batchId={batchId} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}
