/** YouTube Music's part of Google Takeout's watch history: titles behind the words "Watched", in the user's language. */
import { definedFields, objectOf, quote, textOf } from '#shared/formats/history/fields.ts';
import { leaveOut, unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { timeOf } from '#shared/formats/history/times.ts';

/** What stands before or after a title, by language. */
const watched: readonly RegExp[] = [
  /^Watched (.+)$/s,
  /^(?:Listened to|Played) (.+)$/s,
  /^Vous avez (?:regardé|écouté) (.+)$/s,
  /^Has (?:visto|escuchado) (.+)$/s,
  /^(?:Viste|Escuchaste) (.+)$/s,
  /^Hai (?:guardato|ascoltato) (.+)$/s,
  /^(?:Você assistiu(?: a)?|Viu|Assistiu(?: a)?|Você ouviu) (.+)$/s,
  /^(?:Gekeken naar|Geluisterd naar) (.+)$/s,
  /^(?:Tittade på|Har tittat på|Du har sett på|Så på|Du så|Har set) (.+)$/s,
  /^(?:Obejrzano|Obejrzany film|Obejrzane):? (.+)$/s,
  /^(?:Вы посмотрели|Просмотрено|Переглянуто)(?: видео| відео)?:? (.+)$/s,
  /^(?:Katsottu|Katsoit):? (.+)$/s,
  /^(.+) (?:angesehen|angehört|bekeken|beluistert|izlendi|adlı videoyu izlediniz|を視聴しました|을\(를\) 시청함|을\(를\) 시청했습니다)$/s,
];

export const youtubeMusic: Shape = {
  format: 'YouTube Music takeout',
  namesUsers: false,
  looksLike: (record) => {
    const fields = objectOf(record);
    return textOf(fields?.header)?.startsWith('YouTube') === true && fields?.time !== undefined;
  },
  listenOf: (record, options) => {
    const fields = objectOf(record) ?? {};
    const ofMusic = textOf(fields.titleUrl)?.startsWith('https://music.youtube.com/') === true;
    if (fields.header !== 'YouTube Music' && !ofMusic) return leaveOut('watched on YouTube and not on YouTube Music');
    const time = timeOf(fields.time, options);
    if ('wrong' in time) return unreadable(`"time" is ${quote(fields.time)}, which ${time.wrong}`);
    const [channel] = Array.isArray(fields.subtitles) ? fields.subtitles : [];
    const artistName = artistOfChannel(objectOf(channel)?.name);
    if (artistName === undefined) return leaveOut('no longer on YouTube, so that nothing says whose song it was');
    const title = watched
      .map((words) => words.exec(textOf(fields.title) ?? '')?.[1])
      .find((found) => found !== undefined);
    if (title === undefined) {
      return unreadable(
        `"title" is ${quote(fields.title)}: ask Takeout for the history with the account set to English`,
      );
    }
    return {
      listen: definedFields({ kind: 'track' as const, listenedAt: time.at, title: withoutMarks(title), artistName }),
    };
  },
};

/** A channel made for an artist is called so in the user's language. */
export const artistOfChannel = (name: unknown): string | undefined =>
  textOf(
    textOf(name)?.replace(
      / [-–—] (Topic|Thema|Tema|Thème|Argomento|Onderwerp|Temat|Тема|トピック|주제|主题|主題)$/,
      '',
    ),
  );

/** Some languages put the title in quotation marks of their own. */
const withoutMarks = (title: string): string => /^[„"«「](.+)[“"»」]$/s.exec(title)?.[1] ?? title;
