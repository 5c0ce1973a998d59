// The few line drawings of the app; decoration only, so hidden from screen readers.
import type { SVGProps } from "react";
import { Drawing, DRAWINGS } from "./drawings";

export const PATHS = {
  ...DRAWINGS,
  home: "M3.5 10.5 12 3.5l8.5 7M5.5 9v10.5h13V9M9.5 19.5v-6h5v6",
  members: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19.5c.6-3.2 3.2-5 6.5-5s5.9 1.8 6.5 5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.9c1.9.8 3.1 2.4 3.5 4.6",
  mail: "M3.5 5.5h17v13h-17zM3.5 7l8.5 6 8.5-6",
  groups: "M12 9a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 12 9M5.75 19.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5M18.25 19.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5M12 9v3.5M12 12.5l-4 2.5M12 12.5l4 2.5",
  plus: "M12 5v14M5 12h14",
  check: "m5 12.5 4.5 4.5L19 7",
  close: "M6 6l12 12M18 6 6 18",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5M12 7.7v.1",
  calendar: "M4 6h16v14H4zM4 10h16M8.5 3.5v4M15.5 3.5v4",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.2l3.3 2",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l4.5 4.5",
  arrow: "M5 12h14M13 6l6 6-6 6",
  chevron: "m9 6 6 6-6 6",
  back: "M19 12H5M11 6l-6 6 6 6",
  undo: "M4 9h10.5a5 5 0 0 1 0 10H9M4 9l4-4M4 9l4 4",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.7-3.7 3.7-5.5 7.5-5.5s6.8 1.8 7.5 5.5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4.2 4.2 0 0 0-6-6l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1.2-1.2",
  sun: "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  upload: "M12 16V4M7.5 8.5 12 4l4.5 4.5M4.5 15.5v4h15v-4",
  download: "M12 4v12M7.5 11.5 12 16l4.5-4.5M4.5 15.5v4h15v-4",
  sheet: "M5 3.5h14v17H5zM5 9h14M5 14.5h14M11 9v11.5",
  pencil: "M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19zM14.5 6l3.5 3.5",
  chart: "M4 4v16h16M8 16v-4M12.5 16V8M17 16v-6",
  settings: "M4 7h9M17.5 7H20M4 17h2.5M11 17h9M15.2 9.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6M8.8 19.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6",
} as const;

export type IconName = keyof typeof PATHS;

/** One icon, as high as the text it stands in unless `size` (in px) says otherwise. */
export function Icon({ name, ...rest }: { name: IconName; size?: number } & Omit<SVGProps<SVGSVGElement>, "path">) {
  return <Drawing path={PATHS[name]} {...rest} />;
}
