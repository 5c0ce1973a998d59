// The page for those who were handed a code to sign in by.
export { CodeForm as default } from "~/features/auth/CodeForm";
