/** Logs are facts: a constant message and fields, one line per outcome. Never an item title with a user id, never a token. */
export type Severity = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Writes one line. Must not throw. */
export type Log = (severity: Severity, message: string, fields?: LogFields) => void;
