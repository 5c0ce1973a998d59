// Lines over days as SVG; its twin, a table, tells the same to those who can't see it.
import { AxisBottom, AxisLeft } from "@visx/axis";
import { Group } from "@visx/group";
import { scaleLinear, scaleUtc } from "@visx/scale";
import { LinePath } from "@visx/shape";
import { useElementSize } from "@mantine/hooks";
import { useFormatter } from "use-intl";
import { asUtcDate } from "~/lib/days";
import classes from "./LineChart.module.css";

export interface Series {
  name: string;
  /** Solid or dashed: the colour is never the only difference. */
  look: "solid" | "dashed";
  values: readonly (number | null)[];
}

interface LineChartProps {
  label: string;
  days: readonly string[];
  series: readonly Series[];
  /** The top of the scale; the highest value where it is not given. */
  top?: number;
  tell: (value: number) => string;
}

const HEIGHT = 240;
const MARGIN = { top: 12, right: 16, bottom: 30, left: 48 };

/** One chart as wide as its place. */
export function LineChart({ label, days, series, top, tell }: LineChartProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.legend}>
        {series.map(({ name, look }) => (
          <span key={name} className={classes.key} data-look={look}>
            {name}
          </span>
        ))}
      </figcaption>
      <div ref={ref} className={classes.place}>
        {width > 0 ? <Drawing label={label} days={days} series={series} top={top ?? highest(series)} tell={tell} width={width} /> : null}
      </div>
    </figure>
  );
}

function highest(series: readonly Series[]): number {
  return Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
}

function Drawing({ label, days, series, top, tell, width }: Required<LineChartProps> & { width: number }) {
  const format = useFormatter();
  const dates = days.map(asUtcDate);
  const first = dates[0] ?? new Date(0);
  const x = scaleUtc({ domain: [first, dates.at(-1) ?? first], range: [0, width - MARGIN.left - MARGIN.right] });
  const y = scaleLinear({ domain: [0, top], range: [HEIGHT - MARGIN.top - MARGIN.bottom, 0], nice: top > 1 });
  const points = (values: Series["values"]) => values.flatMap((value, index) => (value === null ? [] : [{ at: dates[index] ?? first, value }]));
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={label}>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <AxisLeft scale={y} numTicks={4} hideAxisLine hideTicks tickFormat={(value) => tell(Number(value))} tickClassName={classes.tick ?? ""} />
        {y.ticks(4).map((value) => (
          <line key={value} className={classes.grid} x1={0} x2={x.range()[1]} y1={y(value)} y2={y(value)} />
        ))}
        <AxisBottom
          scale={x}
          top={y.range()[0] ?? 0}
          numTicks={width < 500 ? 3 : 6}
          hideTicks
          axisLineClassName={classes.grid ?? ""}
          tickFormat={(value) => format.dateTime(new Date(Number(value)), { day: "numeric", month: "short", timeZone: "UTC" })}
          tickClassName={classes.tick ?? ""}
        />
        {series.map(({ name, look, values }) => (
          <LinePath key={name} className={classes.line ?? ""} data-look={look} data={points(values)} x={({ at }) => x(at)} y={({ value }) => y(value)} />
        ))}
      </Group>
    </svg>
  );
}
