/** The frame of a view: its heading, how old what it shows is, and what stands there instead while it cannot be shown. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Resource } from '#functions/page/client/home/resource.ts';
import { Ago } from '#functions/page/client/ui/text.tsx';

type ViewProps = {
  readonly title: string;
  readonly lead?: ComponentChildren;
  /** What the view shows first: its age stands beside the heading. */
  readonly of?: Pick<Resource<unknown>, 'at' | 'refresh'>;
  readonly children: ComponentChildren;
};

export function View({ title, lead, of, children }: ViewProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Segue`;
    // Who follows a link with the keyboard goes on from what it opened.
    if (document.activeElement !== document.body) heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [title]);
  return (
    <>
      <header class="head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p class="lead">{lead}</p>}
        </div>
        {of?.at !== undefined && (
          <p class="age">
            <button type="button" class="plain" onClick={of.refresh} title="Ask again now">
              <span class="hidden">Refresh; as of </span>
              <Ago at={of.at} />
            </button>
          </p>
        )}
      </header>
      {children}
    </>
  );
}

type ShownProps<T> = {
  readonly of: Resource<T>;
  readonly children: (data: T) => ComponentChildren;
  /** What to show instead of a refusal. */
  readonly otherwise?: (error: Error) => ComponentChildren;
};

/** What was asked for, or that it is on its way, or why it is not there. */
export function Loaded<T>({ of: { data, error, refresh }, children, otherwise }: ShownProps<T>) {
  if (data !== undefined) return <>{children(data)}</>;
  if (error === undefined) {
    return (
      <div class="waiting" role="status">
        <span class="hidden">Loading</span>
        <i />
        <i />
        <i />
      </div>
    );
  }
  if (otherwise !== undefined) return <>{otherwise(error)}</>;
  return (
    <Note tone="bad">
      <p>{error.message}</p>
      <button type="button" onClick={refresh}>
        Try again
      </button>
    </Note>
  );
}

export function Note({ tone = '', children }: { readonly tone?: 'bad' | ''; readonly children: ComponentChildren }) {
  return (
    <div class={`note ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {children}
    </div>
  );
}

/** Nothing here: why, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function Section({
  title,
  lead,
  children,
}: {
  readonly title: ComponentChildren;
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="section">
      <h2>{title}</h2>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}
