// Draws something else in place of children that fail.
import { Component, type ComponentType, type ReactNode } from "react";

interface BoundaryProps {
  /** The path of the page: at another one its children are tried again. */
  path: string;
  instead: ComponentType<{ error: unknown }>;
  children: ReactNode;
}

interface BoundaryState {
  failed: { error: unknown } | null;
  path: string;
}

/** Keeps an error from emptying the whole window. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failed: null, path: this.props.path };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { failed: { error } };
  }

  static getDerivedStateFromProps({ path }: BoundaryProps, before: BoundaryState): BoundaryState | null {
    return path === before.path ? null : { failed: null, path };
  }

  override render() {
    const { failed } = this.state;
    const Instead = this.props.instead;
    return failed === null ? this.props.children : <Instead error={failed.error} />;
  }
}
