/**
 * Pictures of people and groups are drawn small, and for many: what a camera makes is cut and scaled before it is uploaded.
 *
 * @module
 */

/** As large as a face is drawn anywhere, on a screen of three pixels a point, and then some. */
const SIDE = 512;

/** A square of a picture's middle, at most SIDE wide. What moves, is small already or cannot be read here stays as it is. */
export async function smallPicture(file: File): Promise<File> {
  if (file.type === 'image/gif') return file;
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    if (Math.max(width, height) <= SIDE) return file;
    const cut = Math.min(width, height);
    const side = Math.min(cut, SIDE);
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d');
    if (context === null) return file;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, (width - cut) / 2, (height - cut) / 2, cut, cut, 0, 0, side, side);
    bitmap.close();
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
    return new File([blob], file.name.replace(/(\.\w+)?$/, `.${blob.type.slice('image/'.length)}`), {
      type: blob.type,
    });
  } catch {
    return file;
  }
}
