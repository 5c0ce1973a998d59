// Where one is signed in, and signing out from afar.
import { Badge, Button, Paper, Stack, Text } from "@mantine/core";
import { useFormatter } from "use-intl";
import { useAnswer } from "~/graphql/send";
import type { ResultOf } from "~/graphql/tada";
import { graphqlText } from "~/graphql/text";
import { useLanguage } from "~/i18n/LanguageProvider";
import { deviceName } from "~/lib/deviceName";
import { Refused } from "~/ui/Refused";
import { useSubmit } from "~/ui/useSubmit";
import { Waiting } from "~/ui/Waiting";
import { WORDS } from "./deviceWords";
import classes from "./learner.module.css";

const MY_DEVICES = graphqlText(`
  query MyDevices {
    devices { id name isCurrent lastUsedAt }
  }
`);

const END_DEVICE = graphqlText(`
  mutation EndDevice($input: EndDeviceInput!) {
    endDevice(input: $input) {
      errors { code message field suggestion }
    }
  }
`);

type Device = ResultOf<typeof MY_DEVICES>["devices"][number];

/** A line for each device; all but this one can be ended. */
export function MyDevices() {
  const words = WORDS[useLanguage().language];
  const { answer, retry } = useAnswer(MY_DEVICES, {});
  return (
    <Paper withBorder component="section" aria-labelledby="devices" className={classes.card}>
      <h2 id="devices" className={classes.section}>
        {words.title}
      </h2>
      {answer?.refusal ? <Refused refusal={answer.refusal} onRetry={retry} /> : null}
      {answer === null ? <Waiting rows={2} height={56} /> : null}
      <Stack component="ul" gap="sm" className={classes.devices}>
        {answer?.data?.devices.map((device) => (
          <Line key={device.id} device={device} onEnded={retry} />
        ))}
      </Stack>
    </Paper>
  );
}

function Line({ device, onEnded }: { device: Device; onEnded: () => void }) {
  const words = WORDS[useLanguage().language];
  const format = useFormatter();
  const { submit, busy, refusal } = useSubmit(END_DEVICE);
  const name = deviceName(device.name) || words.unknown;
  const used = format.dateTime(new Date(device.lastUsedAt), { dateStyle: "medium", timeStyle: "short" });
  const end = async () => {
    if (await submit({ input: { id: device.id } })) onEnded();
  };
  return (
    <li className={classes.device}>
      <div>
        <Text fw={600} title={device.name}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {words.used(used)}
        </Text>
        {refusal ? <Refused refusal={refusal} /> : null}
      </div>
      {device.isCurrent ? (
        <Badge variant="light">{words.current}</Badge>
      ) : (
        <Button variant="default" loading={busy} onClick={() => void end()} aria-label={words.endNamed(name)}>
          {words.end}
        </Button>
      )}
    </li>
  );
}
