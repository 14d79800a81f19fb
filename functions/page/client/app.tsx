/** The page: who is signed in decides what there is to see, the address which of it is seen. */

import { hrefOf, useRoute, type Whereabouts } from '#functions/page/client/base/route.ts';
import { useStore } from '#functions/page/client/base/store.ts';
import { reachable } from '#functions/page/client/home/resource.ts';
import { type SignedIn, session, signOut } from '#functions/page/client/home/session.ts';
import { ErasureReceipt } from '#functions/page/client/listener/departure.tsx';
import { EditionPage, MixPage } from '#functions/page/client/listener/edition.tsx';
import { Find } from '#functions/page/client/listener/find.tsx';
import { HistoryPage } from '#functions/page/client/listener/history.tsx';
import { Settings } from '#functions/page/client/listener/settings.tsx';
import { Station } from '#functions/page/client/listener/station.tsx';
import { TastePage } from '#functions/page/client/listener/taste.tsx';
import { ThisWeek } from '#functions/page/client/listener/week.tsx';
import { Experiments } from '#functions/page/client/operator/experiments.tsx';
import { Letters } from '#functions/page/client/operator/letters.tsx';
import { LibrariesPage } from '#functions/page/client/operator/libraries.tsx';
import { ModelsPage } from '#functions/page/client/operator/models.tsx';
import { Status } from '#functions/page/client/operator/status.tsx';
import { UsersPage } from '#functions/page/client/operator/users.tsx';
import { SignInForm } from '#functions/page/client/sign-in.tsx';
import { Icon, type IconName } from '#functions/page/client/ui/icon.tsx';
import { Name } from '#functions/page/client/ui/text.tsx';
import { Toasts } from '#functions/page/client/ui/toast.tsx';
import { Empty, View } from '#functions/page/client/ui/view.tsx';

type Place = { readonly view: string; readonly name: string; readonly icon: IconName };

const listenerPlaces: readonly Place[] = [
  { view: 'week', name: 'This week', icon: 'week' },
  { view: 'find', name: 'Find', icon: 'find' },
  { view: 'taste', name: 'Taste', icon: 'taste' },
  { view: 'history', name: 'History', icon: 'history' },
  { view: 'settings', name: 'Settings', icon: 'settings' },
];
const operatorPlaces: readonly Place[] = [
  { view: 'status', name: 'Status', icon: 'status' },
  { view: 'models', name: 'Models', icon: 'models' },
  { view: 'users', name: 'Users', icon: 'users' },
  { view: 'libraries', name: 'Libraries', icon: 'libraries' },
  { view: 'experiments', name: 'Experiments', icon: 'experiments' },
  { view: 'letters', name: 'Dead letters', icon: 'letters' },
];

export function App() {
  const opened = useStore(session);
  const route = useRoute();
  if (route.view === 'receipt') {
    return (
      <main class="lone wide">
        <ErasureReceipt receiptId={route.rest[0] ?? ''} />
        <p>
          <a href="#/">Segue</a>
        </p>
      </main>
    );
  }
  if (opened.state === 'out') return <SignInForm />;
  if (opened.state === 'asking') {
    return (
      <main class="lone">
        <h1>Segue</h1>
        <p role="status">{opened.said ?? 'One moment …'}</p>
      </main>
    );
  }
  return <Opened opened={opened} route={route} />;
}

function Opened({
  opened,
  route,
}: {
  readonly opened: SignedIn & { readonly state: 'in' };
  readonly route: Whereabouts;
}) {
  const isOperator = opened.scope === 'operator';
  const userId = isOperator ? route.userId : (opened.userId ?? undefined);
  const up = useStore(reachable);
  const view = route.view === '' ? (userId === undefined ? 'status' : 'week') : route.view;
  return (
    <div class="frame">
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        Skip to content
      </button>
      <header class="top">
        <a class="brand" href={isOperator ? hrefOf('status') : '#/'}>
          <img src="/icon.svg" alt="" width="24" height="24" /> Segue
        </a>
        {userId !== undefined && (
          <span class="who">
            <Name of={userId} />
          </span>
        )}
        <button type="button" class="plain" onClick={signOut} title="Sign out">
          <Icon name="leave" /> <span>Sign out</span>
        </button>
      </header>
      <nav aria-label="Views" class={isOperator && userId !== undefined ? 'both' : ''}>
        {userId !== undefined && (
          <Places
            places={listenerPlaces}
            current={route.userId === undefined && isOperator ? '' : view}
            userId={userId}
          />
        )}
        {isOperator && <Places places={operatorPlaces} current={userId === undefined ? view : ''} />}
      </nav>
      <main id="content" tabIndex={-1}>
        {!up && (
          <p class="away" role="status">
            Segue does not answer. It may be starting; what you see is as it was, and goes on by itself.
          </p>
        )}
        {userId === undefined ? (
          <OperatorView view={view} />
        ) : (
          <ListenerView key={userId} view={view} userId={userId} rest={route.rest} />
        )}
      </main>
      <Toasts />
    </div>
  );
}

type PlacesProps = { readonly places: readonly Place[]; readonly current: string; readonly userId?: string };

/** Views that are reached from another, whose place stays marked. */
const within: Readonly<Record<string, string>> = { edition: 'week', mix: 'week', station: 'find' };

function Places({ places, current, userId }: PlacesProps) {
  const at = within[current] ?? current;
  return (
    <ul>
      {places.map(({ view, name, icon }) => (
        <li key={view}>
          <a href={hrefOf(view, userId)} aria-current={view === at ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{name}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function ListenerView({
  view,
  userId,
  rest,
}: {
  readonly view: string;
  readonly userId: string;
  readonly rest: readonly string[];
}) {
  switch (view) {
    case 'week':
      return <ThisWeek userId={userId} />;
    case 'edition':
      return <EditionPage userId={userId} patch={rest[0] ?? ''} />;
    case 'mix':
      return <MixPage key={rest[0]} userId={userId} mixId={rest[0] ?? ''} />;
    case 'find':
      return <Find userId={userId} />;
    case 'station':
      return <Station key={rest[0]} userId={userId} seed={rest[0] ?? ''} />;
    case 'taste':
      return <TastePage userId={userId} />;
    case 'history':
      return <HistoryPage userId={userId} />;
    case 'settings':
      return <Settings userId={userId} />;
    default:
      return <Nowhere />;
  }
}

function OperatorView({ view }: { readonly view: string }) {
  switch (view) {
    case 'status':
      return <Status />;
    case 'models':
      return <ModelsPage />;
    case 'users':
      return <UsersPage />;
    case 'libraries':
      return <LibrariesPage />;
    case 'experiments':
      return <Experiments />;
    case 'letters':
      return <Letters />;
    default:
      return <Nowhere />;
  }
}

function Nowhere() {
  return (
    <View title="Not here">
      <Empty title="There is no such view">
        <p>
          <a href="#/">Go to the start</a>
        </p>
      </Empty>
    </View>
  );
}
