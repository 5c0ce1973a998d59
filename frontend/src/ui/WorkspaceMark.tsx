// A workspace's logo, or its initial on the brand colour.
import classes from "./WorkspaceMark.module.css";

interface WorkspaceMarkProps {
  name: string;
  logoUrl?: string | null;
  size?: number;
}

/** The square mark of a workspace; its name stands beside it, so it is hidden from screen readers. */
export function WorkspaceMark({ name, logoUrl, size = 34 }: WorkspaceMarkProps) {
  const square = { width: size, height: size };
  if (logoUrl) return <img src={logoUrl} alt="" className={classes.logo} style={square} />;
  return (
    <span className={classes.initial} style={{ ...square, fontSize: size * 0.45 }} aria-hidden="true">
      {name.trim().slice(0, 1).toUpperCase()}
    </span>
  );
}
