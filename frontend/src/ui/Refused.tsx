// Says why a whole request was refused or never arrived, and what to do about it.
import { Button } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Refusal } from "~/graphql/refusals";
import { Notice } from "./Notice";

/** The sentence for a refusal; `UNKNOWN` where the server has a code this version does not know. */
export function useRefusalSentence(): (refusal: Refusal) => string {
  const t = useTranslations("refusals");
  const errors = useTranslations("errors");
  return ({ code, retryAfter, left }) => {
    if (left !== undefined) return errors("DAILY_LIMIT", { left });
    if (code === "RATE_LIMITED") return t("RATE_LIMITED", { minutes: Math.ceil((retryAfter ?? 60) / 60) });
    const key = code as Exclude<Parameters<typeof t.has>[0], "RATE_LIMITED">;
    return t.has(key) ? t(key) : t("UNKNOWN");
  };
}

/** An alert in place of what could not be had. */
export function Refused({ refusal, onRetry }: { refusal: Refusal; onRetry?: (() => void) | undefined }) {
  const sentence = useRefusalSentence();
  const t = useTranslations("common");
  return (
    <Notice tone="red" role="alert">
      <strong>{sentence(refusal)}</strong>
      {refusal.code === "UNAUTHENTICATED" ? (
        <div>
          <a href="/sign-in" target="_blank" rel="noreferrer">
            {t("signIn")}
          </a>
        </div>
      ) : null}
      {onRetry === undefined ? null : (
        <div style={{ marginTop: 10 }}>
          <Button variant="default" size="xs" onClick={onRetry}>
            {t("retry")}
          </Button>
        </div>
      )}
    </Notice>
  );
}
