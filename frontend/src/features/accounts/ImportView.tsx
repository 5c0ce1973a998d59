// One import from its draft to its report: what will happen, the rows, the run.
import { Stack, VisuallyHidden } from "@mantine/core";
import { useTranslations } from "use-intl";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { ButtonLink } from "~/ui/links";
import { Refused } from "~/ui/Refused";
import { useKeptFocus } from "~/ui/useKeptFocus";
import { Waiting } from "~/ui/Waiting";
import { ImportDraftPanel } from "./ImportDraftPanel";
import { ImportGrid } from "./ImportGrid";
import { ImportProgress } from "./ImportProgress";
import { ImportReport } from "./ImportReport";
import { PlanChanged } from "./PlanChanged";
import { type Importing, useImport } from "./useImport";

export interface ImportSearch {
  fate?: string | undefined;
  from?: number | undefined;
}

interface ImportViewProps {
  id: string;
  search: ImportSearch;
  onSearch: (search: ImportSearch) => void;
}

/** Everything about the import named in the address; which rows are shown stands there too. */
export function ImportView({ id, search, onSearch }: ImportViewProps) {
  const importing = useImport(id);
  const place = useKeptFocus<HTMLDivElement>("[data-mend]");
  return (
    <div ref={place} tabIndex={-1}>
      <Whole importing={importing} search={search} onSearch={onSearch} />
    </div>
  );
}

function Whole({ importing, search, onSearch }: Omit<ImportViewProps, "id"> & { importing: Importing }) {
  const t = useTranslations("import");
  const { found } = importing;
  if (importing.lost) return <Refused refusal={importing.lost} onRetry={() => importing.again()} />;
  if (found === undefined) return <Waiting rows={8} height={32} />;
  if (found === null) {
    return <EmptyState drawing={PATHS.sheet} title={t("gone")} text={t("goneText")} action={<ButtonLink to="/add" search={{ tab: "accounts" }}>{t("another")}</ButtonLink>} />;
  }
  const told = found.state === "DRAFT" ? ["CONFIRMATION_REQUIRED"] : [];
  const overtaken = found.state === "DRAFT" && found.errors.some((error) => error.code === "PLAN_CHANGED");
  const left = importing.mended && found.state === "DRAFT" ? t("left", { count: found.counts.refused }) : "";
  return (
    <Stack gap="lg">
      <VisuallyHidden role="status">{left}</VisuallyHidden>
      {importing.changed || overtaken ? <PlanChanged changed={importing.changed} /> : null}
      {importing.refusal && !importing.changed ? <Refused refusal={importing.refusal} /> : null}
      <ErrorSummary errors={[...importing.errors, ...(found.state === "FAILED" ? found.errors : [])].filter((error) => !told.includes(error.code))} />
      {importing.moving ? (
        <ImportProgress importing={importing} found={found} />
      ) : found.state === "DRAFT" ? (
        <ImportDraftPanel importing={importing} found={found} />
      ) : (
        <ImportReport found={found} />
      )}
      {found.state === "PLANNING" ? null : <ImportGrid importing={importing} found={found} search={search} onSearch={onSearch} />}
    </Stack>
  );
}
