// By which door an intake came in, as people call it.
import { useTranslations } from "use-intl";

/** The name of the door a batch came in by. */
export function useDoorName(): (operation: string) => string {
  const t = useTranslations("doors");
  return (operation) => {
    const key = operation as Parameters<typeof t.has>[0];
    return t.has(key) ? t(key) : operation;
  };
}
