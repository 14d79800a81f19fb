/** Where one signs in, and why one was signed out. */
import { useState } from 'preact/hooks';
import { useStore } from '#functions/page/client/base/store.ts';
import { signIn } from '#functions/page/client/home/session.ts';
import { turnedAway } from '#functions/page/client/home/token.ts';
import { Note } from '#functions/page/client/ui/view.tsx';

export function SignInForm() {
  const [token, setToken] = useState('');
  const why = useStore(turnedAway);
  return (
    <main class="lone">
      <img src="/icon.svg" alt="" width="48" height="48" />
      <h1>Segue</h1>
      <p class="lead">Playlists made from what you listen to, with a reason for every item.</p>
      {why !== undefined && <Note tone="bad">{why}</Note>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== '') void signIn(token.trim());
        }}
      >
        <label>
          Token
          <input
            type="password"
            value={token}
            autocomplete="current-password"
            spellcheck={false}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="first" disabled={token.trim() === ''}>
          Sign in
        </button>
      </form>
      <p class="muted small">
        A link does it for you: <code>npm start</code> prints one for the operator, who makes one for each user.
      </p>
    </main>
  );
}
