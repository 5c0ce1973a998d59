// Keeps a form from being sent while one of its days can't be taken as it is typed.
import { Button, type ButtonProps } from "@mantine/core";
import { type ComponentProps, createContext, type ReactNode, useContext, useEffect, useId, useState, useSyncExternalStore } from "react";

/** The fields of one page or dialog whose text is no day that may be chosen. */
class Refused {
  readonly #fields = new Set<string>();
  readonly #listeners = new Set<() => void>();

  readonly any = () => this.#fields.size > 0;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  add(field: string): () => void {
    this.#fields.add(field);
    this.#tell();
    return () => {
      this.#fields.delete(field);
      this.#tell();
    };
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

const Context = createContext(new Refused());

/** What is refused in a dialog holds back that dialog alone. */
export function OwnDays({ children }: { children: ReactNode }) {
  const [refused] = useState(() => new Refused());
  return <Context value={refused}>{children}</Context>;
}

/** For a field: whether its text is refused just now. */
export function useRefusedDay(refused: boolean): void {
  const fields = useContext(Context);
  const field = useId();
  useEffect(() => (refused ? fields.add(field) : undefined), [fields, field, refused]);
}

/** A button that sends what stands in a form, and waits until all its days can be taken. */
export function SendButton({ disabled = false, ...props }: ButtonProps & Omit<ComponentProps<"button">, keyof ButtonProps>) {
  const { any, subscribe } = useContext(Context);
  const refused = useSyncExternalStore(subscribe, any);
  return <Button {...props} disabled={disabled || refused} />;
}
