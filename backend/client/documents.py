"""What the commands ask; the tests check each against the schema."""

COUNTS = """counts {
    total invite create update addGrants mergeIntoInvitation reactivate unchanged duplicate ignored refused
}"""
MAILS = "mails { kind count dueAt language session { name } }"
WARNINGS = "warnings { code message field suggestion }"
ERRORS = "errors { code message field row suggestion }"

INVITE = f"""mutation Invite($input: InviteByEmailInput!) {{
    inviteByEmail(input: $input) {{
        plan {{
            hash {COUNTS} {MAILS} {WARNINGS}
            rows(first: 1000, outcome: [REFUSED]) {{ nodes {{ position input email outcome {ERRORS} }} }}
        }}
        batch {{ id }}
        {ERRORS}
    }}
}}"""

IMPORT = f"""id state {COUNTS} {MAILS} {WARNINGS} {ERRORS} batch {{ id }} hasCredentialsSheet
    progress {{ total planned written hashed passwords }}"""

SET_ACCOUNTS = f"""mutation SetAccounts($input: SetAccountsInput!) {{
    setAccounts(input: $input) {{ accountImport {{ {IMPORT} }} {ERRORS} }}
}}"""

CANCEL = f"""mutation Cancel($input: CancelAccountImportInput!) {{
    cancelAccountImport(input: $input) {{ accountImport {{ id state }} {ERRORS} }}
}}"""

ACCOUNT_IMPORT = f"""query AccountImport($id: ID!) {{
    node(id: $id) {{ ... on AccountImport {{
        {IMPORT}
        rows(first: 20, outcome: [REFUSED]) {{ nodes {{ position input email outcome {ERRORS} }} }}
    }} }}
}}"""
