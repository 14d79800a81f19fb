/** Names and ids that stand where an artist should and are nobody: compilations, and what a tagger did not know. */
import { fold } from '#shared/domain/identity/fold.ts';

/** By fold, without dots, slashes and brackets. */
const names = new Set(
  `various artists, various artist, various, various performers, various composers, va, various artistes, multiple artists,
  varios artistas, varios interpretes, varios, artistas varios, artistas diversos, verschiedene interpreten,
  verschiedene kunstler, verschiedene, diverse interpreten, diverse kunstler, diverse, divers, divers artistes,
  artistes divers, artistes varies, plusieurs artistes, interpretes divers, artisti vari, vari artisti, autori vari,
  interpreti vari, aavv, aa vv, varios interpretes, varios cantores, diverse artiesten, verschillende artiesten, diverse artister,
  blandade artister, blandede artister, forskellige kunstnere, diverse kunstnere, ulike artister, eri esittajia, eri artisteja,
  rozni wykonawcy, rozni artysci, ruzni interpreti, ruzni umelci, rozni interpreti, rozni umelci, kulonbozo eloadok,
  valogatas, cesitli sanatcilar, artisti diversi, diversi artisti, razni izvodaci, razni izvajalci, разные исполнители,
  различные исполнители, разные артисты, сборник, разные, різні виконавці, различни изпълнители, διαφοροι καλλιτεχνες,
  διαφοροι, ヴァリアス・アーティスト, ヴァリアスアーティスト, ヴァリアス・アーティスツ, ヴァリアスアーティスツ, バリアス・アーティスト, オムニバス, v・a, 群星,
  华语群星, 華語群星, 各种艺术家, 各種藝術家, 多位艺术家, 合辑, 合輯, 여러 아티스트, 다양한 아티스트, 여러아티스트, 옴니버스, אמנים שונים, אומנים שונים,
  فنانون متنوعون, فنانون متعددون, فنانين متنوعين, مجموعة فنانين, متنوع, विभिन्न कलाकार, nghe si khac nhau, nhieu nghe si,
  berbagai artis, artis lainnya, รวมศิลปิน, ศิลปินต่างๆ,
  unknown, unknown artist, unknown artists, unknown performer, artist unknown, no artist, n/a, null, undefined, anonymous,
  traditional, dialogue, data, unbekannt, unbekannter interpret, unbekannter kunstler, unbekannte interpreten, artiste inconnu,
  inconnu, interprete inconnu, artista desconocido, desconocido, artista desconhecido, desconhecido, interprete desconocido,
  artista sconosciuto, sconosciuto, onbekend, onbekende artiest, ukjent, ukjent artist, okand, okand artist, ukendt,
  ukendt kunstner, ukendt artist, tuntematon, tuntematon esittaja, tuntematon artisti, nieznany, nieznany wykonawca,
  nieznany artysta, neznamy, neznamy interpret, neznamy umelec, ismeretlen, ismeretlen eloado, bilinmeyen, bilinmeyen sanatci,
  bilinmiyor, artist necunoscut, necunoscut, nepoznat izvodac, неизвестный исполнитель, неизвестный артист, неизвестен,
  неизвестный, невідомий виконавець, неизвестен изпълнител, αγνωστος καλλιτεχνης, αγνωστος, 不明なアーティスト, 不明, アーティスト不明,
  未知艺术家, 未知藝術家, 未知艺人, 未知歌手, 未知, 佚名, 알 수 없는 아티스트, 알수없는 아티스트, 미상, אמן לא ידוע, אמן לא מוכר, فنان غير معروف, غير معروف,
  अज्ञात कलाकार, nghe si khong xac dinh, artis tidak dikenal, ไม่ทราบศิลปิน, ศิลปินที่ไม่รู้จัก`
    .split(',')
    .map((name) => keyOf(fold(name))),
);

/** MusicBrainz's artists for special purposes. */
const mbids = new Set([
  '89ad4ac3-39f7-470e-963a-56509c546377', // Various Artists
  '125ec42a-7229-4250-afc5-e057484327fe', // [unknown]
  'eec63d3c-3b81-4ad4-b1e4-7c147d4d2b61', // [no artist]
  'f731ccc4-e22a-43af-a747-64213329e088', // [anonymous]
  '9be7f096-97ec-4615-8957-8d40b5dcbc41', // [traditional]
  '33cf029c-63b0-41a0-9855-be2a3665fb3b', // [data]
  '314e1c25-dde7-4e4d-b2f4-0a7b9f7c56dc', // [dialogue]
]);

/** Punctuation says nothing here: "V.A.", "[unknown]" and "<unknown>". */
function keyOf(folded: string): string {
  return folded.replace(/[.[\]<>(){}*_-]/g, '').trim();
}

/** Whether a folded artist name is no artist's: "V.A.", "[unknown]", "Verschiedene Interpreten". */
export function isNobody(folded: string): boolean {
  const key = keyOf(folded);
  return key === ''
    ? folded === '' || /^[-_*.<>[\](){}]+$/.test(folded)
    : names.has(key) || names.has(key.replace('/', ''));
}

export function isNobodysMbid(mbid: string): boolean {
  return mbids.has(mbid);
}
