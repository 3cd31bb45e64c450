/** Whom one may be on a laptop: two, as it takes two to make a result official. */
export const PEOPLE = ['admin-1', 'admin-2'].map((id) => ({ id, roles: ['admin'] }));
