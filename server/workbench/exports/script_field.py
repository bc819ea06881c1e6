"""The program that the view of a field gives away."""

from server.datafiles import files, hdf5, image, npy, npz
from server.errors import SigmascopeError
from server.tools.scripts import embedded
from server.workbench.exports.script_data import Origin, import_lines
from server.workbench.field import FieldData
from server.workbench.field_smoothing import field_sigma
from server.workbench.recipe import Recipe

SHORT = 40_000  # values that stand in a script
PROGRAM = '''\
"""Smooths a field by a Gaussian over both axes.

    python smooth.py smoothed.npy figure.png

writes each file in the form that its ending names: .npy the smoothed values, .png, .svg or .pdf
the figure.
"""

{imports}

{data}
raw = np.where(np.isfinite(raw), raw, np.nan).astype(float)
assert raw.shape == ({rows}, {columns}), "the file has changed"
sigma = {sigma!r}  # cells
how = dict(sigma=sigma, mode={mode!r}, truncate={truncate!r})
known = np.isfinite(raw)
if known.all():
    smoothed = gaussian_filter(raw, cval={cval!r}, **how)
else:  # normalised convolution (Knutsson and Westin, 1993)
    weight = gaussian_filter(known.astype(float), cval=1.0, **how)
    total = gaussian_filter(np.where(known, raw, 0.0), cval={cval!r}, **how)
    good = (weight > 0) & (weight >= {min_weight!r}) & (known | {fill!r})
    smoothed = np.full(raw.shape, np.nan)
    np.divide(total, weight, out=smoothed, where=good)

for name in sys.argv[1:]:
    if name.endswith(".npy"):
        np.save(name, smoothed)
    else:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(7.1, 5), dpi=300, layout="constrained")
        axes = figure.subplots()
        figure.colorbar(axes.imshow(smoothed, cmap={colours!r}), ax=axes)
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
    """A program that smooths the whole field. Raises InputError."""
    text, more = _generated(recipe, data) if origin is None else _read(data, origin)
    smooth = recipe.method != "none"
    return PROGRAM.format(
        imports=import_lines([*more, "from scipy.ndimage import gaussian_filter"]),
        data=text,
        rows=data.rows,
        columns=data.columns,
        sigma=field_sigma(data, recipe) if smooth else 0.0,
        mode=recipe.edges,
        cval=recipe.cval,
        truncate=recipe.truncate,
        min_weight=recipe.min_weight,
        fill=recipe.fill,
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
