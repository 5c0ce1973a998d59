// The sign-in page.
export { SignInForm as default } from "~/features/auth/SignInForm";
