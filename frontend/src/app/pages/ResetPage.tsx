// The page behind the link to a new password.
export { ResetForm as default } from "~/features/auth/ResetForm";
