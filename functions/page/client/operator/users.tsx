/** Users: who lives here, a link for each, and the way in and out. */
import { useState } from 'preact/hooks';
import { hrefOf } from '#functions/page/client/base/route.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call } from '#functions/page/client/home/call.ts';
import { refreshAll, useCall } from '#functions/page/client/home/resource.ts';
import { AskFirst, Work } from '#functions/page/client/ui/ask.tsx';
import { copy } from '#functions/page/client/ui/download.ts';
import { Ago, Name } from '#functions/page/client/ui/text.tsx';
import { Empty, Loaded, View } from '#functions/page/client/ui/view.tsx';

export function UsersPage() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const users = useCall('getUsers', { limit: 50, ...(cursor === undefined ? {} : { cursor }) });
  return (
    <View title="Users" of={users} lead="In the order in which they came.">
      <NewUser />
      <Loaded of={users}>
        {({ users, nextCursor }) => (
          <>
            {users.length === 0 ? (
              <Empty title="Nobody yet">
                <p>
                  Make the first above. A user is also made by the first listen that the operator token sends for them.
                </p>
              </Empty>
            ) : (
              <ul class="cards">
                {users.map((user) => (
                  <UserCard key={user.userId} user={user} />
                ))}
              </ul>
            )}
            <div class="row">
              {cursors.length > 0 && (
                <button type="button" onClick={() => setCursors(cursors.slice(0, -1))}>
                  Earlier
                </button>
              )}
              {nextCursor !== null && (
                <button type="button" onClick={() => setCursors([...cursors, nextCursor])}>
                  Later
                </button>
              )}
            </div>
          </>
        )}
      </Loaded>
    </View>
  );
}

function NewUser() {
  const [name, setName] = useState('');
  const make = async (): Promise<void> => {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    await call('putUser', { userId: name.trim() }, { body: { timeZone } });
    setName('');
    refreshAll();
  };
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        event.currentTarget.querySelector('button')?.click();
      }}
    >
      <label class="inline">
        New user
        <input
          value={name}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <Work label="Make" tone="first" disabled={name.trim() === ''} work={make} />
    </form>
  );
}

function UserCard({ user }: { readonly user: Schemas['UserView'] }) {
  const { userId, createdAt, settings } = user;
  const [link, setLink] = useState<string>();
  const invite = async (): Promise<void> => {
    const { token } = await call('postToken', { userId }, { body: { scope: 'user' } });
    setLink(`${location.origin}/#token=${token}`);
  };
  const remove = async (): Promise<void> => {
    const { receiptId } = await call('deleteUser', { userId });
    location.hash = hrefOf('receipt', undefined, receiptId);
  };
  return (
    <li class="card user">
      <div class="row spread">
        <h2>
          <a href={hrefOf('week', userId)}>
            <Name of={userId} />
          </a>
        </h2>
        <span class="muted">
          since <Ago at={createdAt} /> · {settings.timeZone}
        </span>
      </div>
      <div class="row">
        <Work label="Make a link" work={invite} />
        <AskFirst label="Remove" title="Erase this user?" typed={userId} onYes={remove}>
          <p>Everything of theirs is removed from every store, for good. A receipt tells how far it is.</p>
        </AskFirst>
      </div>
      {link !== undefined && (
        <p class="link">
          <input
            readOnly
            value={link}
            aria-label={`Link for ${userId.slice(0, 80)}`}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" onClick={() => void copy(link, 'The link')}>
            Copy
          </button>
          <span class="muted small">
            It opens everything of theirs to whoever has it. It is shown this once; its token is listed, and can be
            revoked, in their settings.
          </span>
        </p>
      )}
    </li>
  );
}
