// The page behind an invitation's link, in the colours of its workspace.
import { useState } from "react";
import { Join } from "~/features/auth/Join";
import { ThemeProvider } from "../ThemeProvider";

export default function JoinPage({ token }: { token: string }) {
  const [brand, setBrand] = useState<string | null>(null);
  return (
    <ThemeProvider brandColor={brand}>
      <Join token={token} onWorkspace={setBrand} />
    </ThemeProvider>
  );
}
