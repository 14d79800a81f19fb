/** Icons as paths on a grid of 24, drawn in the colour of the text beside them. */

const paths = {
  week: 'M5 5h14v14H5zM5 9.5h14M9 3v4M15 3v4M9 13.5h2M13.5 13.5h2',
  taste: 'M12 20s-7-4.4-7-9.4A4 4 0 0 1 12 8a4 4 0 0 1 7 2.6c0 5-7 9.4-7 9.4z',
  history: 'M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2',
  settings: 'M4 7h10M18 7h2M4 12h3M11 12h9M4 17h8M16 17h4M14 5v4M7 10v4M12 15v4',
  status: 'M3 12h4l2.5-6 5 12 2.5-6h4',
  models: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  experiments: 'M9 3h6M10 3v6l-5 9a2 2 0 0 0 1.8 3h10.4a2 2 0 0 0 1.8-3l-5-9V3M7.5 15h9',
  users:
    'M8.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.3 2.7-6 6-6s6 2.7 6 6M16 4.3a3.5 3.5 0 0 1 0 6.4M17.5 14.3c2.4.7 4 3 4 5.7',
  libraries: 'M5 4v16M9.5 4v16M14 4.5l5 15',
  find: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20',
  letters: 'M3 6h18v12H3zM3 7l9 7 9-7',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  hate: 'M6 6l12 12M18 6L6 18',
  open: 'M9 6l6 6-6 6',
  play: 'M8 5.5v13l10.5-6.5z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  save: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14',
  remove: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13',
  leave: 'M14 4h5v16h-5M4 12h10M10.5 8.5L14 12l-3.5 3.5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, filled = false }: { readonly name: IconName; readonly filled?: boolean }) {
  return (
    <svg class={filled ? 'icon filled' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
