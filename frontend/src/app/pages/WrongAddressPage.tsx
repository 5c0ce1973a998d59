// What a wrong address among the small pages shows.
import { Button } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Door } from "~/ui/Door";

export default function WrongAddressPage() {
  const t = useTranslations("wrongAddress");
  return (
    <Door title={t("title")} lead={t("text")}>
      <Button component="a" href="/sign-in" fullWidth size="md">
        {t("signIn")}
      </Button>
    </Door>
  );
}
