/** The settings of the embedded home: each environment variable with its default and its meaning, the source of the table in the docs. */

type Setting = { readonly name: string; readonly otherwise: string; readonly meaning: string };

const settings: readonly Setting[] = [
  { name: 'PORT', otherwise: '8080', meaning: 'where it listens; 0 takes a free port' },
  { name: 'HOST', otherwise: '127.0.0.1', meaning: 'who can reach it: `0.0.0.0` opens it to the network, behind TLS' },
  { name: 'SEGUE_DATA', otherwise: './.segue', meaning: 'its folder: databases and secrets, private to their owner' },
  { name: 'SEGUE_OPERATOR_TOKEN', otherwise: 'made once, in the folder', meaning: 'opens everything' },
  {
    name: 'SEGUE_PUBLIC_READS',
    otherwise: '0',
    meaning: '1: `/1` shows without a token what ListenBrainz shows to everybody',
  },
  { name: 'SEGUE_STRICT_LISTENBRAINZ', otherwise: '0', meaning: '1: one bad listen refuses its whole batch' },
  {
    name: 'SEGUE_LIBRARIES',
    otherwise: 'none',
    meaning: 'JSON, or a file of it: accounts of media servers whose library is read and whose playlists are written',
  },
  {
    name: 'SEGUE_EXPERIMENTS',
    otherwise: 'none',
    meaning: 'JSON, or a file of it: experiments, variants, shares, holdback',
  },
  {
    name: 'SEGUE_WEBHOOK_SECRET',
    otherwise: 'made once, in the folder',
    meaning: 'from which every webhook gets its key',
  },
  {
    name: 'SEGUE_CLOCK_CHECKED',
    otherwise: '0',
    meaning: '1: the clock is right, though it is weeks ahead of the data',
  },
  { name: 'SEGUE_WEBHOOK_LOOPBACK', otherwise: '0', meaning: '1: webhooks may reach this machine' },
  {
    name: 'SEGUE_PROPOSED_LISTENERS_MIN',
    otherwise: '1',
    meaning: 'how many must have played an item before others are proposed it',
  },
  {
    name: 'SEGUE_LOG',
    otherwise: 'WARNING',
    meaning: 'the least severity written: `DEBUG` to `ERROR`; `json` or `text`; or both: `INFO,json`',
  },
  { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', otherwise: 'none', meaning: 'where spans and metrics go' },
];

/** Rows of a table in Markdown. */
export function settingsTable(): string {
  const rows = settings.map(({ name, otherwise, meaning }) => `| \`${name}\` | ${otherwise} | ${meaning} |`);
  return ['| variable | unless set | meaning |', '|---|---|---|', ...rows].join('\n');
}
