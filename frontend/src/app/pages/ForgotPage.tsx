// The page for a forgotten password.
export { ForgotForm as default } from "~/features/auth/ForgotForm";
