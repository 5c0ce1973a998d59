// What is being typed into the field of a day, and what the field makes of it.
import { useEffect, useEffectEvent, useState } from "react";
import { type Limits, readDay, type Wrong } from "~/lib/typedDay";

interface TypedDay {
  value: string | null;
  region: string;
  limits: Limits;
  onChange: (day: string | null) => void;
}

/** A text that can't be taken is kept, and told once whoever typed it has gone on. */
export function useTypedDay({ value, region, limits, onChange }: TypedDay) {
  const [text, setText] = useState<string | null>(null);
  const [typing, setTyping] = useState(false);
  const [before, setBefore] = useState(value);
  const reading = text === null ? { day: value } : readDay(text, region, limits);
  const wrong: Wrong | null = "wrong" in reading ? reading.wrong : null;
  if (value !== before) {
    setBefore(value);
    if (!typing) setText(null); // set by others: a form that begins anew
  }

  const type = (typed: string) => {
    const read = readDay(typed, region, limits);
    setText(typed);
    setTyping(true);
    if ("day" in read && read.day !== value) onChange(read.day);
  };
  const settle = () => {
    setTyping(false);
    if (wrong === null) setText(null);
  };
  const take = (day: string | null) => {
    setTyping(false);
    setText(null);
    onChange(day);
  };
  // A limit may move, so that a text that was refused can be taken.
  const late = text !== null && !typing && "day" in reading && reading.day !== value ? reading.day : undefined;
  const catchUp = useEffectEvent(onChange);
  useEffect(() => {
    if (late !== undefined) catchUp(late);
  }, [late]);
  return { text: typing || wrong !== null ? text : null, wrong, told: typing ? null : wrong, type, settle, take };
}
