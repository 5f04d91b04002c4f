/** Imported before anything that draws: colours, although nobody looks. */
process.env['FORCE_COLOR'] = '1';
delete process.env['NO_COLOR'];
