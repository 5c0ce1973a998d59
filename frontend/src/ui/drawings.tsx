// How a line drawing is drawn, and the few that the small pages need; icons.tsx has the rest.
import type { SVGProps } from "react";

export const DRAWINGS = {
  alert: "M12 3.5 21.5 20h-19zM12 10v4.5M12 17.2v.1",
  training: "M12 5 2.5 9.5 12 14l9.5-4.5zM6.5 11.5v4.5c1.5 1.5 3.5 2.25 5.5 2.25s4-.75 5.5-2.25v-4.5M21.5 9.5v5",
  down: "m6 9 6 6 6-6",
  shown: "M2.5 12c2.2-4.2 5.6-6.5 9.5-6.5s7.3 2.3 9.5 6.5c-2.2 4.2-5.6 6.5-9.5 6.5S4.7 16.2 2.5 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  hidden: "M4.5 8.7A15 15 0 0 0 2.5 12c2.2 4.2 5.6 6.5 9.5 6.5 1.6 0 3.1-.4 4.5-1.1M9 5.9a9 9 0 0 1 3-.4c3.9 0 7.3 2.3 9.5 6.5a15 15 0 0 1-2.3 3.3M9.9 9.9a3 3 0 0 0 4.2 4.2M3.5 3.5l17 17",
  signOut: "M14 4.5H5.5v15H14M10 12h11M17 8l4 4-4 4",
} as const;

/** A drawing by its path, as high as the text it stands in unless `size` (in px) says otherwise. */
export function Drawing({ path, size, ...rest }: { path: string; size?: number | undefined } & Omit<SVGProps<SVGSVGElement>, "path">) {
  return (
    <svg
      width={size ?? "1.15em"}
      height={size ?? "1.15em"}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      <path d={path} />
    </svg>
  );
}
