// Sends a file up, as it is: reading and judging it is the server's work.
import { answerOf } from "~/graphql/post";
import type { Refusal } from "~/graphql/refusals";

/** Pastes longer than this, in bytes, go up as a file. */
export const MOST_TEXT = 1_000_000;

/** The id of the upload, or why it was refused. */
export async function upload(file: Blob, name: string): Promise<{ id: string } | { refusal: Refusal }> {
  try {
    const response = await fetch("/uploads", {
      method: "PUT",
      headers: { "content-type": file.type || "application/octet-stream", "x-file-name": encodeURIComponent(name) },
      body: file,
    });
    const body = (await response.json()) as { id?: string } & Parameters<typeof answerOf>[0];
    if (response.ok && body.id !== undefined) return { id: body.id };
    return { refusal: answerOf(body).refusal ?? { code: "INTERNAL", message: "" } };
  } catch {
    return { refusal: { code: "OFFLINE", message: "" } };
  }
}
