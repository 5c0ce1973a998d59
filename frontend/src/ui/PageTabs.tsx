// The parts of one page as tabs; which one is open stands in the address.
import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./PageTabs.module.css";

interface PageTabsProps<Part extends string> {
  label: string;
  value: Part;
  parts: readonly { name: Part; title: string }[];
  onChange: (part: Part) => void;
  children: ReactNode;
}

/** The open part under the names of all. */
export function PageTabs<Part extends string>({ label, value, parts, onChange, children }: PageTabsProps<Part>) {
  return (
    <Tabs value={value} onChange={(part) => part !== null && onChange(part as Part)}>
      <Tabs.List mb="lg" aria-label={label} className={classes.list}>
        {parts.map(({ name, title }) => (
          <Tabs.Tab key={name} value={name} className={classes.tab}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel key={value} value={value}>
        {children}
      </Tabs.Panel>
    </Tabs>
  );
}
