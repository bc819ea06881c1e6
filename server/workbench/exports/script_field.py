"""The program that the view of a field gives away."""

from server.datafiles import files, hdf5, image, npy, npz
from server.errors import SigmascopeError
from server.tools.scripts import embedded
from server.workbench.exports.field_figure import WIDE
from server.workbench.exports.field_leaving import leaving
from server.workbench.exports.script_data import Origin, fields_of_names, import_lines
from server.workbench.field import FieldData
from server.workbench.recipe import Recipe

SHORT = 40_000  # values that stand in a script
PROGRAM = '''\
"""Smooths a field by a Gaussian over both axes.

    python smooth.py smoothed.npy figure.png

writes each file in the form that its ending names: .npy {what},
.png, .svg or .pdf the figure.
"""

{imports}

{data}
raw = np.where(np.isfinite(raw), raw, np.nan).astype(float)
assert raw.shape == ({rows}, {columns}), "the file has changed"


def smooth(sigma):
    """The field smoothed, sigma in cells; gaps by normalised convolution."""
    how = dict(sigma=sigma, mode={mode!r}, truncate={truncate!r})
    known = np.isfinite(raw)
    if known.all():
        return gaussian_filter(raw, cval={cval!r}, **how)
    weight = gaussian_filter(known.astype(float), cval=1.0, **how)  # Knutsson and Westin, 1993
    total = gaussian_filter(np.where(known, raw, 0.0), cval={cval!r}, **how)
    good = (weight > 0) & (weight >= {min_weight!r}) & (known | {fill!r})
    return np.divide(total, weight, out=np.full(raw.shape, np.nan), where=good)


{steps}maps = [{maps}]

for name in sys.argv[1:]:
    if name.endswith(".npy"):
        np.save(name, {saved})
    else:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(7.1, 5), dpi=300, layout="constrained")
        places = figure.subplots({down}, {across}, sharex=True, sharey=True, squeeze=False)
        ends = np.nanmin([values for values, _ in maps]), np.nanmax([values for values, _ in maps])
        for axes, (values, words) in zip(places.flat, maps):
            image = axes.imshow(values, cmap={colours!r}, vmin=ends[0], vmax=ends[1])
            axes.set_title(words, loc="left", fontsize="small")
        figure.colorbar(image, ax=places)
        figure.savefig(name)
'''
GENERATED = """\
side, seed, noise = {side}, {seed}, {noise!r}
white = np.random.default_rng(seed).standard_normal((side, side))
spectrum = fft.rfft2(white)
spectrum[0, 0] = 0  # the mean
width = side / 20 / 2  # of the Gaussian that makes neighbours alike
across = np.exp(-2 * (np.pi * width * fft.rfftfreq(side)) ** 2)
down = np.exp(-2 * (np.pi * width * fft.fftfreq(side)) ** 2)
raw = fft.irfft2(spectrum * down[:, None] * across, s=white.shape)
raw = raw / raw.std()
raw = raw + noise * np.random.default_rng([seed, side]).standard_normal((side, side))
"""
READ = {
    npy.NAME: ("np.load(FILE)", ""),
    npz.NAME: ("np.load(FILE)[{member!r}]", ""),
    hdf5.NAME: ("h5py.File(FILE)[{member!r}][()]", "import h5py"),
}


def field_script(recipe: Recipe, data: FieldData, origin: Origin | None) -> str:
    """A program that smooths the whole field, by each of its smoothings. Raises InputError."""
    text, more = _generated(recipe, data) if origin is None else _read(data, origin)
    chosen = leaving(data, recipe)
    names = [one.name for one in chosen]
    abreast = data.rows >= WIDE * data.columns
    return PROGRAM.format(
        what=f"the fields {', '.join(names)}" if len(names) > 1 else "the values",
        imports=import_lines([*more, "from scipy.ndimage import gaussian_filter"]),
        data=text,
        rows=data.rows,
        columns=data.columns,
        mode=recipe.edges,
        cval=recipe.cval,
        truncate=recipe.truncate,
        min_weight=recipe.min_weight,
        fill=recipe.fill,
        steps="".join(
            f"{one.name} = smooth({one.sigma!r})\n" for one in chosen if one.sigma is not None
        ),
        maps=", ".join(f"({one.name}, {one.words!r})" for one in chosen),
        saved=names[0] if len(names) == 1 else fields_of_names(names),
        down=1 if abreast else len(names),
        across=len(names) if abreast else 1,
        colours=recipe.map,
    )


def _generated(recipe: Recipe, data: FieldData) -> tuple[str, list[str]]:
    text = GENERATED.format(side=data.rows, seed=recipe.seed, noise=recipe.noise)
    return text, ["from scipy import fft"]


def _read(data: FieldData, origin: Origin) -> tuple[str, list[str]]:
    """From the file where that takes a line, else from what stands in the script or was saved."""
    try:
        name = files.format_of(origin.path).NAME
        found = _picture(origin) if name == image.NAME else READ.get(name)
    except (SigmascopeError, OSError):
        found = None
    plain = name in {npy.NAME, image.NAME} or bool(origin.member)
    if found is not None and plain:
        call, more = found
        text = (
            f"FILE = {str(origin.path.absolute())!r}\nraw = {call.format(member=origin.member)}\n"
        )
        return text, [more] if more else []
    if data.values.size <= SHORT:
        flat = embedded(data.values.reshape(-1).astype(float))
        return f"raw = {flat}.reshape({data.rows}, {data.columns})\n", [
            "import base64",
            "import zlib",
        ]
    words = "# Save the field, method none, as NPY in the workbench first.\n"
    return f'{words}raw = np.load("sigmascope.npy")\n', []


def _picture(origin: Origin) -> tuple[str, str] | None:
    """How Pillow reads it: as it is, or its luma; None where another channel was asked for."""
    from PIL import Image

    if origin.options.channel not in {None, "luma"}:
        return None
    with Image.open(origin.path) as picture:
        luma = "" if picture.mode in image.GREY_MODES else '.convert("L")'
    return f"np.asarray(Image.open(FILE){luma})", "from PIL import Image"
