// The page behind the link that confirms a new address.
export { ConfirmAddress as default } from "~/features/auth/ConfirmAddress";
