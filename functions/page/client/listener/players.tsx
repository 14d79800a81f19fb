/** How to point a player here: what to enter where, with the address of this home and a token filled in. */
import { useState } from 'preact/hooks';
import { useStore } from '#functions/page/client/base/store.ts';
import { session } from '#functions/page/client/home/session.ts';
import { tokenInUse } from '#functions/page/client/home/token.ts';
import { copy } from '#functions/page/client/ui/download.ts';
import { Section } from '#functions/page/client/ui/view.tsx';

type Player = { readonly name: string; readonly where: string; readonly path: string };

/** The same as README says. */
const players: readonly Player[] = [
  {
    name: 'Navidrome',
    where: 'ND_LISTENBRAINZ_BASEURL for the server, then your “Personal” page: Scrobble to ListenBrainz',
    path: '/1/',
  },
  { name: 'Jellyfin', where: 'ListenBrainz plugin: server URL, and your API token', path: '' },
  { name: 'Pano Scrobbler', where: 'Add account → custom ListenBrainz', path: '/' },
  { name: 'Web Scrobbler', where: 'Accounts → ListenBrainz → Properties', path: '/1/submit-listens' },
  { name: 'multi-scrobbler', where: 'ListenBrainz client: url, token, username', path: '' },
  { name: 'gonic', where: 'Your settings → ListenBrainz', path: '' },
  { name: 'rescrobbled', where: '[[listenbrainz]] in config.toml: url, token', path: '/1/' },
  { name: 'Music Assistant', where: 'ListenBrainz scrobbler with a custom server', path: '' },
  { name: 'Airsonic-Advanced', where: 'Your settings → ListenBrainz', path: '/1/submit-listens' },
  { name: 'Another', where: 'Wherever it asks for ListenBrainz', path: '' },
];

export function Players({ userId }: { readonly userId: string }) {
  const [name, setName] = useState(players[0]?.name ?? '');
  const opened = useStore(session);
  const player = players.find((each) => each.name === name) ?? players[0];
  if (player === undefined) return null;
  const address = `${location.origin}${player.path}`;
  const token = opened.state === 'in' && opened.scope === 'user' ? tokenInUse() : undefined;
  return (
    <Section title="Players" lead="A player that scrobbles to ListenBrainz can scrobble here.">
      <label class="inline">
        Player
        <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
          {players.map((each) => (
            <option key={each.name}>{each.name}</option>
          ))}
        </select>
      </label>
      <p>{player.where}</p>
      <dl class="facts">
        <dt>URL</dt>
        <dd>
          <code>{address}</code>
          <button type="button" class="plain" onClick={() => void copy(address, 'The URL')}>
            Copy
          </button>
        </dd>
        <dt>Token</dt>
        <dd>
          {token === undefined ? (
            <span class="muted">one of this user’s own: make a link, and take it from there</span>
          ) : (
            <Secret text={token} />
          )}
        </dd>
        <dt>User</dt>
        <dd>
          <bdi class="code">{userId}</bdi>
        </dd>
      </dl>
    </Section>
  );
}

/** Hidden until it is wanted: somebody may be looking on. */
function Secret({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <code class="secret">{shown ? text : '•'.repeat(12)}</code>
      <button type="button" class="plain" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? 'Hide' : 'Show'}
      </button>
      <button type="button" class="plain" onClick={() => void copy(text, 'The token')}>
        Copy
      </button>
    </>
  );
}
